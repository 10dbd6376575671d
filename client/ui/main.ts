import './app.css';
import { fillIn } from './fill-in.ts';
import { languageOf } from './locales/language-of.ts';
import { keptTheme, showTheme } from './preferences/theme.ts';
import { isSupported } from './support.ts';
import { tellUnsupported } from './tell-unsupported.ts';

// The first script of every page: small, and in words that older browsers know, so that it can tell them what to do.
showTheme(keptTheme());
fillIn(globalThis);
if (isSupported()) void import('./app.ts').then(({ takeOver }) => takeOver(document));
else tellUnsupported(document, languageOf(location.search, navigator.languages));
