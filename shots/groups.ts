import { accountStates } from './states/account'
import { answerStates } from './states/answers'
import { chatStates } from './states/chat'
import { listStates } from './states/chat-list'
import { commandStates } from './states/commands'
import { completedStates } from './states/completed'
import { newChatStates } from './states/new-chat'
import { plainStates } from './states/plain'
import { signInStates } from './states/sign-in'
import type { Group } from './studio/state'

/** The states of all pictures, by page. */
export const groups: readonly Group[] = [
  { page: 'New chat', states: newChatStates },
  { page: 'An answer on its way', states: answerStates },
  { page: 'An answer that is complete', states: completedStates },
  { page: 'A chat', states: chatStates },
  { page: 'The chats', states: listStates },
  { page: 'Commands', states: commandStates },
  { page: 'Signing in', states: signInStates },
  { page: 'Account', states: accountStates },
  { page: 'Nothing there', states: plainStates },
]
