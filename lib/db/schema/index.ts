export * from './accounts'
export * from './chats'
export * from './streams'
export * from './settings'
