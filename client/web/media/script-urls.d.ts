/** The build makes a script of its own from what is imported so, and this is where it stands. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
