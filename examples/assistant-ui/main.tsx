import { useChat } from '@ai-sdk/react'
import {
  ActionBarPrimitive,
  AssistantRuntimeProvider,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadPrimitive,
} from '@assistant-ui/react'
import { useAISDKRuntime } from '@assistant-ui/react-ai-sdk'
import { createRoot } from 'react-dom/client'
import { openChat } from '../open-chat'

const { chat, stop } = await openChat()

function ChatPage() {
  const helpers = useChat({ chat, resume: true })
  // The runtime's Cancel calls this `stop`, which reaches the server.
  const runtime = useAISDKRuntime({ ...helpers, stop })
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={{ UserMessage, EditComposer, AssistantMessage }} />
        {helpers.error && <p role="alert">{helpers.error.message}</p>}
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Input aria-label="Question" />
          <ThreadPrimitive.If running={false}>
            <ComposerPrimitive.Send>Send</ComposerPrimitive.Send>
          </ThreadPrimitive.If>
          <ThreadPrimitive.If running>
            <ComposerPrimitive.Cancel>Stop</ComposerPrimitive.Cancel>
          </ThreadPrimitive.If>
        </ComposerPrimitive.Root>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  )
}

function UserMessage() {
  return (
    <MessagePrimitive.Root data-role="user">
      <MessagePrimitive.Parts />
      <ActionBarPrimitive.Edit>Edit</ActionBarPrimitive.Edit>
    </MessagePrimitive.Root>
  )
}

function EditComposer() {
  return (
    <ComposerPrimitive.Root>
      <ComposerPrimitive.Input aria-label="Edited question" />
      <ComposerPrimitive.Cancel>Leave it</ComposerPrimitive.Cancel>
      <ComposerPrimitive.Send>Send the edit</ComposerPrimitive.Send>
    </ComposerPrimitive.Root>
  )
}

function AssistantMessage() {
  return (
    <MessagePrimitive.Root data-role="assistant">
      <MessagePrimitive.Parts />
      <ActionBarPrimitive.Reload>Answer again</ActionBarPrimitive.Reload>
    </MessagePrimitive.Root>
  )
}

const root = document.querySelector('#root')
if (root) createRoot(root).render(<ChatPage />)
