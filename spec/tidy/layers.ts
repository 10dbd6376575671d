import { importsOf } from './imports.ts';
import { isTestCode, type Source } from './source.ts';

interface Layer {
  readonly name: string;
  readonly files: RegExp;
  /** What its files may import, beside their own folder: paths from the root, `node:…`, npm packages. */
  readonly may: readonly RegExp[];
  /** What they may import the types of. */
  readonly types?: readonly RegExp[];
}

/** The protocol's parts, lowest first: each may import those before it. A file is named where its folder is higher. */
const PROTOCOL_ORDER = [
  'env.d.ts',
  'bytes',
  'stun',
  'share/share-id.ts',
  'share/media.ts',
  'refusal/refused.ts',
  'clock',
  'watched',
  'machine',
  'crypto',
  'signin/challenge.ts',
  'identity',
  'shs',
  'boxstream',
  'channel',
  'muxrpc',
  'connection/wire.ts',
  'credit',
  'rpc',
  'peer',
  'address',
  'audit',
  'room',
  'tunnel',
  'alias',
  'invite',
  'signin',
  'connection',
  'liveness',
  'share',
  'chat',
  'index.ts',
];

const NODE = /^node:/;
const NPM = /^(@[^/]+\/)?[^/:]+$/;
const VALIBOT = /^valibot$/;
const PROTOCOL = /^protocol\/index\.ts$/;
const PROTOCOL_NODE = /^protocol\/node\/index\.ts$/;
const PROTOCOL_WEB = /^protocol\/web\/index\.ts$/;
const SERVICES =
  /^room-server\/(rooms|members|bans|presence|tunnels|aliases|invites|notices|paths|signin|stage|audit|administration)\//;
/** The audit log as files, for pages and for the command line. */
const AUDIT_EXPORT = /^room-server\/audit-export\//;
/** A whole room in one file, made by the server or without it. */
const BACKUP = /^room-server\/backup\//;
/** What is wrong with a room and its machine. */
const DOCTOR = /^room-server\/doctor\//;
/** The page that browsers run, as files. */
const PAGE = /^room-server\/page\//;
const FACES = /^room-server\/(rpc|http|control)\//;
const EDGES = /^room-server\/(net|store|cluster|observe|hosts)\//;
const PORTS = /^room-server\/(running-server|[a-z]+\/port|store\/ports\/[a-z-]+)\.ts$/;
/** Who acts, which every service is told. */
const ACTOR = /^room-server\/rooms\/actor\.ts$/;
/** What can be done to a room, whoever does it. */
const OPERATIONS = /^room-server\/administration\/operations\.ts$/;
const CONFIG = /^room-server\/config\//;
const CLIENT_CORE = /^client\/(identity|connection|peers|contacts|check|links|shares|chat|state)\//;

const CLIENT = /^client\/client\.ts$/;

const SPEC = 'the specification';
const CORE = 'the protocol core';

/** Who may import whom. A file belongs to the first layer that matches it. */
const LAYERS: readonly Layer[] = [
  { name: 'set-up scripts', files: /^\.ci\//, may: [NODE, /^\.ci\//] },
  { name: SPEC, files: /^spec\//, may: [/./] },

  {
    name: 'protocol/node',
    files: /^protocol\/node\//,
    // Node has the WebSocket of browsers.
    may: [/^protocol\/(?!web\/)/, /^protocol\/web\/dial-web-socket\.ts$/, NODE, NPM],
  },
  { name: 'protocol/web', files: /^protocol\/web\//, may: [/^protocol\/(?!node\/)/, NPM] },
  { name: CORE, files: /^protocol\//, may: [/^protocol\/(?!(node|web)\/)/, VALIBOT] },

  { name: 'ports', files: PORTS, may: [PROTOCOL], types: [OPERATIONS] },
  {
    name: 'the place where operations meet',
    files: /^room-server\/administration\/all-operations\.ts$/,
    may: [PROTOCOL, SERVICES],
  },
  { name: 'services', files: SERVICES, may: [PROTOCOL, PORTS, ACTOR, VALIBOT], types: [SERVICES] },
  { name: 'the rpc face', files: /^room-server\/rpc\//, may: [PROTOCOL, PORTS, SERVICES] },
  {
    name: 'the audit log as files',
    files: AUDIT_EXPORT,
    may: [PROTOCOL, PORTS, /^write-excel-file$/],
  },
  {
    name: 'backups',
    files: BACKUP,
    may: [PROTOCOL, PROTOCOL_NODE, PORTS, /^room-server\/store\//, NODE, VALIBOT],
  },
  {
    name: 'the doctor',
    files: DOCTOR,
    may: [PROTOCOL, PROTOCOL_NODE, PORTS, CONFIG, /^room-server\/net\/tls\/certificate-facts\.ts$/, NODE],
    types: [/^room-server\/control\//],
  },
  {
    name: 'the http face',
    files: /^room-server\/http\//,
    may: [
      PROTOCOL,
      PORTS,
      SERVICES,
      AUDIT_EXPORT,
      NODE,
      VALIBOT,
      /^(hono|@hono\/node-server|uqr|@valibot\/to-json-schema|micromark|micromark-extension-gfm|write-excel-file)$/,
    ],
  },
  {
    name: 'the control face',
    files: FACES,
    may: [PROTOCOL, PROTOCOL_NODE, PORTS, SERVICES, NODE, VALIBOT],
  },
  { name: 'where the page is', files: PAGE, may: [PORTS, NODE] },
  {
    name: 'the single binary',
    files: /^room-server\/binary\//,
    may: [/^room-server\/(cli|page)\//, NODE, NPM],
  },
  { name: 'the configuration', files: CONFIG, may: [PROTOCOL, PORTS, NODE, VALIBOT] },
  {
    name: 'the command line',
    files: /^room-server\/cli\//,
    may: [
      PROTOCOL,
      PROTOCOL_NODE,
      PORTS,
      CONFIG,
      AUDIT_EXPORT,
      BACKUP,
      DOCTOR,
      PAGE,
      // The doctor compares what a database holds with what this program knows.
      /^room-server\/store\/migrations\.ts$/,
      // The log and what makes text safe to print are one for the server and its commands.
      /^room-server\/((compose(-[a-z]+)?|stored-audit)\.ts$|control\/|observe\/)/,
      /^client\/((ssb|node|links)\/)?index\.ts$/,
      NODE,
      NPM,
    ],
  },
  { name: 'edges', files: EDGES, may: [PROTOCOL, PROTOCOL_NODE, PORTS, NODE, NPM], types: [EDGES, CONFIG] },
  {
    name: 'the place where parts meet',
    files: /^room-server\/[a-z.-]+\.ts$/,
    may: [PROTOCOL, PROTOCOL_NODE, /^room-server\//, NODE, NPM],
  },

  { name: 'what tests of the client stand on', files: /^client\/testing\//, may: [] },
  {
    name: 'programs for developers to begin with',
    files: /^client\/examples\//,
    may: [/^client\/((node|links|web)\/)?index\.ts$/],
  },
  {
    name: 'the state of the page',
    files: /^client\/state\//,
    may: [PROTOCOL, CLIENT_CORE, NPM],
    types: [CLIENT],
  },
  { name: 'the client core', files: CLIENT_CORE, may: [PROTOCOL, CLIENT_CORE, NPM] },
  { name: 'the build of the page', files: /^client\/ui\/build\//, may: [NODE, NPM] },
  { name: 'the service worker of the page', files: /^client\/ui\/offline\//, may: [] },
  {
    name: 'where the page meets the client',
    files: /^client\/ui\/(open-session|key-windows)\.ts$/,
    may: [PROTOCOL, /^client\/(ui|state)\//, /^client\/web\/(media\/)?index\.ts$/, CLIENT, CLIENT_CORE, NPM],
  },
  {
    name: 'the client screens',
    files: /^client\/ui\//,
    may: [/^client\/ui\//, CLIENT_CORE, NPM],
    types: [PROTOCOL, CLIENT],
  },
  {
    name: 'the client in Node',
    files: /^client\/(ssb|node)\//,
    // Node has the WebSocket of browsers.
    may: [PROTOCOL, PROTOCOL_NODE, PROTOCOL_WEB, CLIENT_CORE, /^client\/node\/runtime\.ts$/, NODE, NPM],
  },
  {
    name: 'the client in browsers',
    files: /^client\/web\//,
    may: [PROTOCOL, PROTOCOL_WEB, CLIENT_CORE, NPM],
  },
  {
    name: 'the client entry points',
    files: /^client\/(index|client|client-options)\.ts$/,
    may: [PROTOCOL, CLIENT_CORE],
  },
];

/** Imports that the table forbids, as sentences. */
export function forbiddenImports(source: Source): string[] {
  const { path } = source;
  const layer = LAYERS.find((candidate) => candidate.files.test(path));
  const unknown = layer?.name === CORE && !isTestCode(path) && Number.isNaN(levelOf(path));
  if (layer === undefined || unknown)
    return [`${path} belongs to no layer: give its folder a place in spec/tidy/layers.ts.`];
  return importsOf(source)
    .filter(({ target, typeOnly }) => !mayImport(layer, path, target, typeOnly))
    .map(({ target }) => `${path} imports ${target}, which ${layer.name} may not: see spec/tidy/layers.ts.`);
}

function mayImport(layer: Layer, path: string, target: string, typeOnly: boolean): boolean {
  if (layer.name === SPEC) return true;
  if (isTestCode(path)) return testMayImport(path, target);
  if (isTestCode(target) || target.startsWith('spec/')) return false;
  if (layer.name === CORE) return target === 'valibot' || levelOf(target) <= levelOf(path);
  if (folderOf(target) === folderOf(path) || target === `${workspaceOf(path)}/package.json`) return true;
  const allowed = typeOnly ? [...layer.may, ...(layer.types ?? [])] : layer.may;
  return allowed.some((pattern) => pattern.test(target));
}

/** Tests use their own workspace, the vectors, all entry points of the protocol, the runtime and any test library. */
function testMayImport(path: string, target: string): boolean {
  if (target.startsWith(`${workspaceOf(path)}/`) || target.startsWith('spec/vectors/')) return true;
  return /^protocol\/((node|web|testing)\/)?index\.ts$/.test(target) || NODE.test(target) || NPM.test(target);
}

/** The place of a file in the protocol's order; not a number where it has none. */
function levelOf(path: string): number {
  const inside = path.replace(/^protocol\//, '');
  const exact = PROTOCOL_ORDER.indexOf(inside);
  const level = exact >= 0 ? exact : PROTOCOL_ORDER.indexOf(inside.split('/')[0] ?? '');
  return level >= 0 && path.startsWith('protocol/') ? level : Number.NaN;
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/');
}

function workspaceOf(path: string): string {
  return path.split('/')[0] ?? '';
}
