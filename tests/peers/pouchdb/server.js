// express-pouchdb over LevelDB in a folder. Prints its port; ends with its standard input.
// Arguments: the folder, and `sync` where each write is to be synced to the disk.
'use strict';

const leveldown = require('leveldown');

// PouchDB leaves LevelDB to write to the system's cache: what was answered is lost with the power. The hub is measured against
// both, that and what is durable as its own answers are.
for (const name of process.argv[3] === 'sync' ? ['_batch', '_put'] : []) {
  const write = leveldown.prototype[name];
  leveldown.prototype[name] = function (...all) {
    const options = all.length - 2;
    all[options] = { ...all[options], sync: true };
    return write.apply(this, all);
  };
}

const PouchDB = require('pouchdb-core')
  .plugin(require('pouchdb-adapter-leveldb'))
  .plugin(require('pouchdb-mapreduce'));
const folder = `${process.argv[2]}/`;
const app = require('express')();
app.use('/', require('express-pouchdb')(PouchDB.defaults({ prefix: folder, adapter: 'leveldb' }), {
  mode: 'minimumForPouchDB',
  configPath: `${folder}config.json`,
}));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
