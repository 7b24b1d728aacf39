const ids = ['fake-small', 'fake-large']

/** `GET /v1/models`. */
export async function listOpenAiModels(): Promise<object> {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_760_000_000,
    owned_by: 'fake-provider',
  }))
  return { object: 'list', data }
}
