// Parses each diagram with mermaid itself, in jsdom, and counts what its renderer has limits for.
// usage: node mermaid.mjs FILE...
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const MAX_TEXT = 50_000; // over it the renderer draws a picture that only says so
const MAX_EDGES = 100; // it throws at 501, and is slow long before

const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import('mermaid');

let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  try {
    await mermaid.parse(text); // also loads the kind of diagram it is
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    const edges = diagram.db.getEdges?.().length ?? 0;
    const nodes = diagram.db.getVertices?.().size ?? 0;
    const faults = [
      text.length > MAX_TEXT && `${text.length} characters`,
      edges > MAX_EDGES && `${edges} edges`,
      edges === 0 && 'not one edge in a repository that has them',
    ].filter(Boolean);
    failed ||= faults.length > 0;
    console.log(`${file}: ${diagram.type}, ${nodes} nodes, ${edges} edges, ${text.length} characters${faults.length ? `: ${faults.join(', ')}` : ''}`);
  } catch (error) {
    failed = true;
    console.log(`${file}: ${String(error.message ?? error).split('\n').slice(0, 3).join(' | ')}`);
  }
}
process.exit(failed ? 1 : 0);
