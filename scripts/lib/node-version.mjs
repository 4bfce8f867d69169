/* Imported first: the other modules use what older versions of Node lack. Keep to syntax that those can read. */
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || major === 21 || (major === 20 && minor < 19)) {
  console.error(`The portal needs Node 20.19 or later (21 excepted); this is ${process.versions.node}.`);
  process.exit(1);
}
