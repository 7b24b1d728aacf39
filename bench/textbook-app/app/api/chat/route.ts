import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from 'ai'

/**
 * The textbook: the route handler of the AI SDK's own guide, "Getting started, Next.js App Router"
 * (ai-sdk.dev/docs/getting-started/nextjs-app-router), with the abort signal that its page
 * "Stopping streams" adds. It saves nothing, which is in its favour.
 */
export async function POST(request: Request): Promise<Response> {
  const { messages } = (await request.json()) as { messages: UIMessage[] }
  const result = streamText({
    model: provider.chatModel('bench'),
    messages: await convertToModelMessages(messages),
    abortSignal: request.signal,
  })
  return createUIMessageStreamResponse({ stream: toUIMessageStream({ stream: result.stream }) })
}

const provider = createOpenAICompatible({
  name: 'compatible',
  baseURL: `${process.env['PROVIDER_URL']}/v1`,
  includeUsage: true,
})
