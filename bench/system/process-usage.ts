import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const hasProc = existsSync('/proc/self/stat')
const hasNanoseconds = existsSync('/proc/self/schedstat')
const ticksASecond = hasProc ? Number(execFileSync('getconf', ['CLK_TCK']).toString()) : 0

/** The CPU time of a process: all threads, user and system, in milliseconds. */
export function cpuMilliseconds(processId: number): number {
  if (hasNanoseconds) return threadNanoseconds(processId) / 1e6
  if (!hasProc) return clockMilliseconds(ps(processId, 'time'))
  const line = readFileSync(`/proc/${processId}/stat`, 'utf8')
  // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksASecond
}

/** The CPU time of a process and of its children that run, in milliseconds. */
export function familyCpuMilliseconds(processId: number): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n')
  const children = lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === processId ? [child] : []))
  return [processId, ...children].reduce((sum, each) => sum + cpuIfThere(each), 0)
}

/** A child may end between the list and the look. */
function cpuIfThere(processId: number): number {
  try {
    return cpuMilliseconds(processId)
  } catch {
    return 0
  }
}

/** The CPU time in nanoseconds: the clock ticks of `stat` (10 ms) are too coarse. */
function threadNanoseconds(processId: number): number {
  const threads = readdirSync(`/proc/${processId}/task`)
  return threads.reduce((sum, thread) => {
    const line = readFileSync(`/proc/${processId}/task/${thread}/schedstat`, 'utf8')
    return sum + Number(line.split(' ')[0])
  }, 0)
}

/** The memory of a process, including its part of shared pages, in kilobytes. */
export function memoryKilobytes(processId: number): number {
  if (!hasProc) return Number(ps(processId, 'rss'))
  const rollup = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8')
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(rollup) ?? []
  if (kilobytes === undefined) throw new Error(`no memory of process ${processId}`)
  return Number(kilobytes)
}

function ps(processId: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(processId)])
    .toString()
    .trim()
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in milliseconds. */
function clockMilliseconds(clock: string): number {
  const [days, rest] = clock.includes('-') ? clock.split('-') : ['0', clock]
  const seconds = (rest ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return (Number(days) * 86_400 + seconds) * 1000
}
