import { Component, type ReactNode } from 'react'
import { PlainText } from './elements/plain-text'

type Props = { text: string; caret: boolean; children: ReactNode }

/** Draws its children. Once that has failed, it shows their text as it is written, for good. */
export class OrPlainText extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    const { text, caret, children } = this.props
    return this.state.hasFailed ? <PlainText text={text} caret={caret} /> : children
  }
}
