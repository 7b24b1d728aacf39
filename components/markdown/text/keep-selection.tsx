import { Component, createRef, type ComponentProps } from 'react'
import { placeAt, placeOf } from './place-in-text'

type Kept = { anchor: number | undefined; focus: number | undefined }

/**
 * An element whose text stays selected when it is drawn again, as it grows or gets its colours. Browsers
 * tie a selection to nodes of the page, and drop it together with them.
 */
export class KeepSelection extends Component<ComponentProps<'div'> & { as: 'div' | 'code' }> {
  readonly #element = createRef<HTMLDivElement>()

  override getSnapshotBeforeUpdate(): Kept | null {
    const selection = getSelection()
    const element = this.#element.current
    if (element === null || selection === null || selection.isCollapsed) return null
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection
    const anchor = placeOf(element, anchorNode, anchorOffset)
    const focus = placeOf(element, focusNode, focusOffset)
    return anchor === undefined && focus === undefined ? null : { anchor, focus }
  }

  override componentDidUpdate(_props: unknown, _state: unknown, kept: Kept | null): void {
    const element = this.#element.current
    const selection = getSelection()
    if (kept === null || element === null || selection === null) return
    const anchor = placeAt(element, kept.anchor) ?? [selection.anchorNode, selection.anchorOffset]
    const focus = placeAt(element, kept.focus) ?? [selection.focusNode, selection.focusOffset]
    if (anchor[0] === null || focus[0] === null) return
    selection.setBaseAndExtent(anchor[0], anchor[1], focus[0], focus[1])
  }

  override render() {
    const { as: Tag, ...props } = this.props
    return <Tag {...props} ref={this.#element} />
  }
}
