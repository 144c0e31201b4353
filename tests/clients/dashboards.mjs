// Type-checks Grafana dashboards against the types that Grafana publishes: node dashboards.mjs FILE…
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const home = path.dirname(fileURLToPath(import.meta.url));
const folder = fs.mkdtempSync(path.join(home, 'dashboards-'));
let failed = process.argv.length < 3;
try {
  const files = process.argv.slice(2).map((file, at) => {
    const module = path.join(folder, `d${at}.ts`);
    fs.writeFileSync(module, `import type { Dashboard } from '@grafana/schema';\nexport const d: Dashboard = ${fs.readFileSync(file, 'utf8')};\n`);
    return module;
  });
  const program = ts.createProgram(files, {
    strict: true, noEmit: true, skipLibCheck: true,
    moduleResolution: ts.ModuleResolutionKind.Node10, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022,
  });
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    failed = true;
    console.log(ts.flattenDiagnosticMessageText(diagnostic.messageText, os.EOL));
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
process.exit(failed ? 1 : 0);
