/** One chat. The shell in the layout reads the address and shows it. */
export default function ChatPage() {
  return null
}
