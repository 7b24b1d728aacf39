/** What a run of measures writes: `folder` keeps the figures, and the text is beside it, with `.md`. */
export type Report = {
  readonly title: string
  /** The command that writes it. */
  readonly command: string
  readonly folder: string
}

export const tokenReport: Report = {
  title: 'What a token costs',
  command: 'npm run bench',
  folder: 'bench/results',
}

export const clusterReport: Report = {
  title: 'What several servers cost',
  command: 'npm run bench:cluster',
  folder: 'bench/cluster',
}
