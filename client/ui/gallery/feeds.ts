/** Ids that look like any other: digests of `feed 0`, `feed 1` …. */
export const FEEDS: readonly string[] = [
  '@P9QS+5UZrsZhKxniYFxLzFJc6j2LgjrJApC0Oykr7rE=.ed25519',
  '@U+DZpae1AqchIG1pPgyAEJafRe2xDS+/NK7smUyKPP8=.ed25519',
  '@YqwMPSj81tzdaEZMdWiUX3nr+0xMylXy2+U7rq1E6Dw=.ed25519',
  '@7MUeZNPZPVh1Q0MOJAZifLvH0ThfbbHhJiMjaptopfY=.ed25519',
  '@+lIRBwJZW0v12I7zqKePUIE5Lh49kyUA7Q1/kaLdnEo=.ed25519',
  '@ga7OGlzzg/Rn/KPkuswN3VHz6XsYzbCR6MGTPPjE444=.ed25519',
  '@h/mO1CymySLAsdl5i6IBIBItqTe4A9zDdI+Vv9DaMmA=.ed25519',
  '@M7rtOScVcKXCNhfcFQjHcxbB0hDCvW/osqL8EoJUv70=.ed25519',
  '@WYSPJuzcEolwz56zy27fgPM3mgT39d8aeX2UCSC/NM0=.ed25519',
  '@CTMTK6+mb4XfiX0wBoqofrxvxppxdwbDzowqujgzN/A=.ed25519',
];
