import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has had, in bytes. What `getrusage` says begins on Linux with what the process had that
 * started it, which for a child of a bench is far more; the kernel's own note is of the program alone.
 */
export function peakRssBytes(): number {
  return notedByKernel() ?? process.resourceUsage().maxRSS * 1_024;
}

function notedByKernel(): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}
