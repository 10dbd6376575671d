import { webClock } from '../web-clock.ts';
import type { FromPlayer, ToPlayer } from './play-messages.ts';
import { Playing } from './playing.ts';
import { workerScope } from './worker-scope.ts';

// Decodes and draws what a page watches, so that nothing that the page does holds it up.
const scope = workerScope<ToPlayer, FromPlayer>();
const playing = new Playing({ clock: webClock, tell: (message) => scope.postMessage(message) });
scope.onmessage = ({ data }) => playing.hear(data);
