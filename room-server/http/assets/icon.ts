/** An open door, in the colour of the accent. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#1d5c48"/>
<path d="M9 25V13a7 7 0 0 1 14 0v12" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
<path d="M13 25V13.5a3 3 0 0 1 6 0V25z" fill="#f3d58a"/>
<path d="M6 25h20" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
</svg>
`;
