import type { ComponentChildren } from 'preact';

export interface EmptyStateProps {
  icon?: ComponentChildren;
  title: string;
  text: string;
  /** Short steps that teach how the first one is made. */
  steps?: readonly string[];
  action?: { label: string; run(): void };
  /** Buttons, where one is not enough. */
  children?: ComponentChildren;
}

/** What stands where nothing is yet: what will come here and how to begin. */
export function EmptyState({ icon, title, text, steps = [], action, children }: EmptyStateProps) {
  return (
    <div class="empty">
      {icon && (
        <span class="empty-icon" aria-hidden="true">
          {icon}
        </span>
      )}
      <h2 class="empty-title">{title}</h2>
      <p class="empty-text">{text}</p>
      {steps.length > 0 && (
        <ol class="empty-steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {action && (
        <button type="button" class="button button-plain" onClick={action.run}>
          {action.label}
        </button>
      )}
      {children && <div class="empty-actions">{children}</div>}
    </div>
  );
}
