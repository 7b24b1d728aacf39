import { measureBusyChat } from './busy-chat.ts'
import { measureDrawing } from './drawing.ts'
import type { Finding } from './finding.ts'
import { measureLighthouse } from './lighthouse.ts'
import { measurePageWeight } from './page-weight.ts'

/** Measures one thing on servers and browsers of its own, and ends them. */
type Measure = () => Promise<Finding[]>

/** The measures by their name for `--only`, in the order of the report. */
export const measures: Readonly<Record<string, Measure>> = {
  'page-weight': measurePageWeight,
  lighthouse: measureLighthouse,
  'busy-chat': measureBusyChat,
  drawing: measureDrawing,
}
