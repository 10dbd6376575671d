/** Stylesheets are imported for their effect alone: the build links them to the document. */
declare module '*.css';

/** The version of what was built, of the root's package.json. */
declare const OPEN_ROOMS_VERSION: string;
