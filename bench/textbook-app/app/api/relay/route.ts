/**
 * The cheapest possible route handler: the caller speaks the provider's own wire, and gets the
 * provider's body. Nothing reads, counts or keeps it.
 */
export async function POST(request: Request): Promise<Response> {
  const answer = await fetch(`${process.env['PROVIDER_URL']}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: await request.text(),
    signal: request.signal,
  })
  const headers = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
  }
  return new Response(answer.body, { status: answer.status, headers })
}
