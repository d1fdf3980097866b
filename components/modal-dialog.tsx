import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface ModalDialogProps {
  title: string;
  closeLabel: string;
  children: ComponentChildren;
  /** The row of buttons at the foot. */
  foot: ComponentChildren;
  onClose(): void;
}

/** A native modal dialog of our own pages: the page behind is inert and focus returns to where it was. */
export function ModalDialog(props: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(props.onClose);
  close.current = props.onClose;
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        close.current();
      }}
    >
      <div class="modal-head">
        <h2 class="modal-title">{props.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={props.closeLabel}
          title={props.closeLabel}
          onClick={props.onClose}
        >
          <X size={18} strokeWidth={1.9} aria-hidden="true" />
        </button>
      </div>
      <div class="modal-body">{props.children}</div>
      <div class="modal-foot">{props.foot}</div>
    </dialog>
  );
}
