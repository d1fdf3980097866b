import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { IconButton } from '@/components/icon-button';
import { useModal } from '@/components/use-modal';

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
  const dialog = useModal(props.onClose);
  return (
    <dialog ref={dialog} class="modal" tabIndex={-1} aria-label={props.title}>
      <div class="modal-head">
        <h2 class="modal-title">{props.title}</h2>
        <IconButton
          label={props.closeLabel}
          icon={<X size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={props.onClose}
        />
      </div>
      <div class="modal-body">{props.children}</div>
      <div class="modal-foot">{props.foot}</div>
    </dialog>
  );
}
