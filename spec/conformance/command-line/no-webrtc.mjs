import { registerHooks } from 'node:module';

// As on a machine for which WebRTC has no native module.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('node-datachannel')) throw new Error('there is no node-datachannel here');
    return next(specifier, context);
  },
});
