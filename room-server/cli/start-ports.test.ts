import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Config } from '../config/config.ts';
import { PortInUse } from '../config/listen-error.ts';
import { readConfig } from '../config/read-config.ts';
import { startOnFreePorts } from './start-ports.ts';
import { testServer } from './test-server.ts';
import { testTerminal } from './test-terminal.ts';

const CONFIG = readConfig({ flags: {}, env: {} });

/** A start that finds some ports taken, and the ports that it was given in the end. */
function starting(taken: readonly number[], next: number | null = 1) {
  const given: Config[] = [];
  const start = async (config: Config) => {
    given.push(config);
    for (const key of ['port', 'httpPort'] as const) {
      const port = config[key];
      if (taken.includes(port)) throw new PortInUse(key, port, next && port + next);
    }
    return testServer();
  };
  return { start, given };
}

describe('a port that another program has', () => {
  test('is asked about at a terminal, one after the other, and the next free ones are taken', async () => {
    const terminal = testTerminal({ isTTY: true });
    const { start, given } = starting([8008, 3000, 3001]);
    const answers = ['', 'y', 'YES'];
    using _typing = terminal.onPrinted(() => {
      if (terminal.printed.endsWith('[Y/n] ')) setImmediate(() => terminal.type(answers.shift() ?? 'n'));
    });
    await startOnFreePorts(CONFIG, terminal, start);
    const last = given.at(-1);
    assert.deepEqual([last?.port, last?.httpPort], [8009, 3002]);
    assert.match(terminal.printed, /^Port 8008 is used by another program\. Use 8009 instead\? \[Y\/n\] /);
    assert.match(terminal.printed, /Port 3002 then, this time; --http-port 3002 says it for good\./);
    assert.equal(terminal.asking, 0);
    assert.equal(terminal.listening, 0);
  });

  const refusals: readonly [name: string, refuse: (terminal: ReturnType<typeof testTerminal>) => void][] = [
    ['no', (terminal) => terminal.type('n')],
    ['Ctrl+D', (terminal) => terminal.endTyping()],
    ['Ctrl+C', (terminal) => terminal.signal('SIGINT')],
  ];
  for (const [name, refuse] of refusals) {
    test(`ends with the sentence at ${name}`, async () => {
      const terminal = testTerminal({ isTTY: true });
      const ended = startOnFreePorts(CONFIG, terminal, starting([3000]).start);
      while (terminal.asking === 0) await new Promise((resolve) => setImmediate(resolve));
      refuse(terminal);
      await assert.rejects(ended, {
        code: 'port-in-use',
        message: /give --http-port 3001, which is free, or 0/,
      });
    });
  }

  const silent: readonly [
    name: string,
    terminal: ReturnType<typeof testTerminal>,
    config: Config,
    next: number | null,
  ][] = [
    ['no terminal', testTerminal(), CONFIG, 1],
    ['--json', testTerminal({ isTTY: true }), { ...CONFIG, json: true }, 1],
    ['no free port near it', testTerminal({ isTTY: true }), CONFIG, null],
  ];
  for (const [name, terminal, config, next] of silent) {
    test(`is an error with ${name}`, async () => {
      await assert.rejects(startOnFreePorts(config, terminal, starting([8008], next).start), PortInUse);
      assert.equal(terminal.printed, '');
    });
  }
});
