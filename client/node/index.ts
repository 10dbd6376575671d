export { importIdentityInto } from './import-identity.ts';
export { nodeNetwork } from './network.ts';
export { openProfile, type Profile, type ProfileOptions } from './profile.ts';
export { ProfileError, type ProfileErrorCode } from './profile-error.ts';
export { profileDirectory, profileNames, profilesHome, type Surroundings } from './profile-names.ts';
export { claimProfile, type NamedProfile, type NamedProfileOptions, readProfile } from './profiles.ts';
export { nodeRuntime } from './runtime.ts';
