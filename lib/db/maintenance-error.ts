/** Why an operator's command cannot be carried out, in one line. */
export class MaintenanceError extends Error {
  override readonly name = 'MaintenanceError'
}
