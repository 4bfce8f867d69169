/**
 * Milliseconds of the processor that work takes in this process. A bound on it holds on a busy machine too, where the
 * clock on the wall also counts what others do.
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
