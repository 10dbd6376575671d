/** A platform that the binary is made for. */
export interface Target {
  readonly name: string;
  /** Package of npm that holds Node for it. */
  readonly node: string;
  /** Its addons: the package that holds each, as it stands in the lockfile, and the file in it. */
  readonly addons: Readonly<Record<AddonName, { readonly package: string; readonly file: string }>>;
  /** Programs that take the symbols out of its executables, the first that is there; none is needed. */
  readonly strip: readonly string[];
}

export const ADDON_NAMES = ['sodium', 'stock-sodium', 'datachannel'] as const;
/** libsodium for us, an older binding of it for the stock SSB packages, and WebRTC. */
export type AddonName = (typeof ADDON_NAMES)[number];

const STOCK_SODIUM = 'chloride/node_modules/sodium-native';

/** glibc alone: Node itself is built for no other. */
export const TARGETS: readonly Target[] = [
  linux('x64', ['strip', 'x86_64-linux-gnu-strip', 'llvm-strip']),
  linux('arm64', ['aarch64-linux-gnu-strip', 'llvm-strip']),
];

function linux(arch: string, strip: readonly string[]): Target {
  const name = `linux-${arch}`;
  return {
    name,
    node: `node-${name}`,
    addons: {
      sodium: { package: 'sodium-native', file: `prebuilds/${name}/sodium-native.node` },
      'stock-sodium': { package: STOCK_SODIUM, file: `prebuilds/${name}/node.napi.node` },
      datachannel: { package: `@node-datachannel/${name}-gnu`, file: 'node_datachannel.node' },
    },
    strip,
  };
}
