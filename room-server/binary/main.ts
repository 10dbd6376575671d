import { runProgram } from '../cli/program.ts';
import { processTerminal } from '../cli/terminal.ts';

// The script inside a binary is CommonJS, which knows no `await` at its top.
void runProgram(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
