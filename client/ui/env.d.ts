/** Stylesheets are imported for their effect alone: the build links them to the document. */
declare module '*.css';
