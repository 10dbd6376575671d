import { runProgram } from '../cli/program.ts';
import { processTerminal } from '../cli/terminal.ts';

// Old stock packages use what is deprecated: who runs the binary can do nothing about it. Beside `node_modules` Node says
// nothing either.
process.noDeprecation = true;

// The script inside a binary is CommonJS, which knows no `await` at its top.
void runProgram(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
