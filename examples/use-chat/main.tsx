import { useChat } from '@ai-sdk/react'
import { createRoot } from 'react-dom/client'
import { openChat } from '../open-chat'

const { chat, stop } = await openChat()

function ChatPage() {
  const { messages, status, error } = useChat({ chat, resume: true })
  const isAnswering = status === 'submitted' || status === 'streaming'

  function send(form: FormData): void {
    const text = form.get('question')
    if (typeof text === 'string') void chat.sendMessage({ text })
  }

  return (
    <main>
      {messages.map(({ id, role, parts, metadata }) => (
        <article key={id} data-role={role}>
          {parts.map((part, index) => part.type === 'text' && <p key={index}>{part.text}</p>)}
          {isStopped(metadata) && <small>Stopped</small>}
        </article>
      ))}
      {error && <p role="alert">{error.message}</p>}
      <form action={send}>
        <input name="question" aria-label="Question" required />
        {isAnswering ? (
          <button key="stop" type="button" onClick={() => void stop()}>
            Stop
          </button>
        ) : (
          <button key="send">Send</button>
        )}
      </form>
    </main>
  )
}

function isStopped(metadata: unknown): boolean {
  const isKnown = typeof metadata === 'object' && metadata !== null && 'status' in metadata
  return isKnown && metadata.status === 'cancelled'
}

const root = document.querySelector('#root')
if (root) createRoot(root).render(<ChatPage />)
