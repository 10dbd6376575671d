/** Where the files of a built page are: in a folder, or inside the program. */
export interface PageFiles {
  /** Of those in no folder. */
  names(): readonly string[];
  /** Throws where there is none. The bytes may be in memory that cannot be written. */
  read(name: string): Uint8Array<ArrayBuffer>;
  /** Another value where another build has taken the place of the one that was there. */
  state(): unknown;
}
