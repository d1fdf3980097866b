import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-preact';
import { IconButton } from './icon-button';

export interface NoticeCardProps {
  tone: 'info' | 'success' | 'warning' | 'error';
  /** What happened, what was kept, what to do next. */
  text: string;
  actions?: readonly { label: string; run(): void }[];
  /** They have just come in the place of something else: a press was meant for that, and is let pass. */
  passing?: boolean;
  /** Without both it stays until what it speaks of has changed. */
  labels?: { close: string };
  onClose?(): void;
}

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert };

/** One message above the bar. Errors interrupt a screen reader, the rest waits for a pause. */
export function NoticeCard(props: NoticeCardProps) {
  const { tone, text, actions = [], passing = false, labels, onClose } = props;
  const Icon = icons[tone];
  return (
    <div class="notice" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon class="notice-icon" size={18} strokeWidth={1.9} aria-hidden="true" />
      <div class="notice-body">
        <p class="notice-text">{text}</p>
        {actions.length > 0 && (
          <p class="notice-actions">
            {actions.map((action) => (
              <button
                key={action.label}
                type="button"
                class="link-button"
                aria-disabled={passing || undefined}
                onClick={() => {
                  if (!passing) action.run();
                }}
              >
                {action.label}
              </button>
            ))}
          </p>
        )}
      </div>
      {labels && onClose && (
        <IconButton
          label={labels.close}
          icon={<X size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={onClose}
        />
      )}
    </div>
  );
}
