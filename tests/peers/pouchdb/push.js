// Pushes the documents of a file, one of JSON a line, from a PouchDB in memory. Prints documents and milliseconds as JSON.
// Arguments: the file, the database's address, documents in a request.
'use strict';

const PouchDB = require('pouchdb-core')
  .plugin(require('pouchdb-adapter-memory'))
  .plugin(require('pouchdb-adapter-http'))
  .plugin(require('pouchdb-replication'));
const [file, address, batch] = process.argv.slice(2);

async function push() {
  const local = new PouchDB('phone', { adapter: 'memory' });
  const lines = require('fs').readFileSync(file, 'utf8').trim().split('\n');
  const put = await local.bulkDocs(lines.map((line) => JSON.parse(line)));
  const remote = new PouchDB(address);
  await remote.info();
  const begun = performance.now();
  const said = await local.replicate.to(remote, { batch_size: Number(batch) });
  const ms = performance.now() - begun;
  const held = (await remote.info()).doc_count;
  if (put.length !== held || !said.ok) throw new Error(`${held} of ${put.length} arrived`);
  console.log(JSON.stringify({ docs: said.docs_written, ms }));
  process.exit(0);
}

push().catch((error) => {
  console.error(error);
  process.exit(1);
});
