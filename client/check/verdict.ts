import type { CheckFault, CheckReport, CheckStep } from './report.ts';

/** What is to be done about each fault: by whoever runs the room, or whoever wants to go there. */
const REMEDIES: Readonly<Record<CheckFault, string>> = {
  unreadable: 'Copy the address, the invite or the alias again.',
  'bad-invite': 'Ask for a new invite.',
  'no-such-host': "Correct the name, or ask for the room's address again; the owner looks at the DNS entry.",
  'nobody-listens':
    'Start the room, or correct the port: "open-rooms status" on its machine says whether it runs, and where.',
  'no-answer':
    'Open the port in the firewall and in the router before the room, and look whether its machine is on.',
  unreachable: 'Look at the network between here and the room.',
  'no-whois':
    'Use the address or an invite of the room. The owner lets port 26819 through, or has the web server pass /whois on to it.',
  'bad-whois':
    'Something else answers in the place of the room: the owner has its web server pass /whois on to the room, unchanged.',
  'whois-differs':
    'Two rooms share that host: the owner gives each its own name, or stops the one that was left over.',
  'whois-other-key':
    'The owner looks whether the port of the address leads to the room that answers /whois: another room, an old one perhaps, listens there.',
  'wrong-key':
    "Ask for the room's address again: it is out of date, or somebody else listens there. A room that was made anew has a new key.",
  'other-network':
    'Look at the port, and where the room has a network key of its own, give it with --network-key.',
  silent: "Look whether the port is the room's, and not that of its web page; otherwise restart the room.",
  'hangs-up':
    'Wait some minutes and try again: this machine may have connected too often, or be banned. Otherwise the program that listens there stands before a room that is down.',
  'turned-away':
    'The room lets in whom it knows: ask its owner for an invite. The owner looks at its bans and at its mode.',
  'hangs-up-later': 'Try again; where it stays so, the owner looks at the log of the room.',
  'not-a-room': 'Ask for the address of a room; this one is of an app or a pub.',
  'unknown-answer':
    'One of both sides is too old for the other: the owner updates the room, or you this program.',
  'room-silent': 'The owner restarts the room, and looks at its log.',
  'attendants-refused':
    'Where the room is for members only, that is as it should be, and a stranger cannot check more; otherwise the owner opens it.',
  'attendants-silent': 'The owner restarts the room, and looks at its log.',
  'attendants-missing': 'Nobody can be found in such a room: the owner restarts it, and updates it.',
  'attendants-not-live':
    'People in the room do not see each other come and go: the owner restarts it, and updates it.',
  'tunnels-refused':
    'Peers cannot talk in such a room: the owner looks whether strangers may open tunnels, and at its log.',
  'tunnels-silent':
    'Peers see each other and cannot talk: the owner restarts the room, and looks at its log.',
  'tunnels-wrong-peer':
    'Do not use the room until its owner knows why. Nobody can read a tunnel that leads astray: its handshake fails.',
  'tunnels-damaged':
    'Peers see each other and cannot talk: the owner updates the room, or whatever stands between it and the net.',
  'tunnels-broken': 'Look whether the clock and the network key of both sides are right, and tell the owner.',
  'no-alias': 'Ask them for their alias again.',
  'aliases-unsupported': 'Ask them for their id instead.',
};

/** What a check has seen of a room. */
interface Seen extends Pick<CheckReport, 'room' | 'path'> {
  readonly name: string;
}

/** The report of what was found out. */
export function reportOf(steps: readonly CheckStep[], { room, name, path }: Seen): CheckReport {
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  if (first === undefined)
    return { ok: true, fault: null, verdict: goodNews(steps, name), room, path, steps };
  const fault = first.code as CheckFault;
  const isReachable = room !== null && failed.every((step) => step.name === 'handshake');
  const begin = isReachable ? 'The room works, but not at all of its addresses. ' : '';
  return { ok: false, fault, verdict: `${begin}${first.sentence} ${REMEDIES[fault]}`, room, path, steps };
}

function goodNews(steps: readonly CheckStep[], name: string): string {
  const subject = name === '' ? 'The room' : `The room "${name}"`;
  const works = `${subject} works: two peers met in it and talked through a tunnel.`;
  const worthTelling = ({ name, outcome }: CheckStep) => outcome === 'warning' || name === 'alias';
  const remarks = steps.filter(worthTelling).map(({ sentence }) => sentence);
  return [works, ...remarks].join(' ');
}
