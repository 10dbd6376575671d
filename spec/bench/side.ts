/** One of the sides of a case, warmed up: the sides of a case take turns. */
export interface Side extends AsyncDisposable {
  /** Does one turn's work and answers its figure, in the unit of the case. Less is better. */
  turn(): Promise<number>;
}
