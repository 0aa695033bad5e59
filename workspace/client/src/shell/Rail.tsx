// The narrow bar at the far left: the workspace, and what is about the page itself.
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import { toggleTheme, useTheme } from "./theme";

interface Props {
  isInspecting: boolean;
  hasTour: boolean;
  onInspect: () => void;
  onTour: () => void;
}

export function Rail({ isInspecting, hasTour, onInspect, onTour }: Props): ReactNode {
  const theme = useTheme();
  return (
    <nav aria-label="Workspace tools" className="rail">
      <span aria-hidden="true" className="workspace-icon">L</span>
      <span className="spacer" />
      {hasTour && <RailButton icon="help" id="tour-button" label="Tour" onClick={onTour} title="Show the tour again" />}
      <RailButton icon="inspect" id="inspector-button" isPressed={isInspecting} label="Inspect" onClick={onInspect} title="Requests between Slack and the app" />
      <RailButton icon={theme === "dark" ? "sun" : "moon"} id="theme-button" label={theme === "dark" ? "Light" : "Dark"} onClick={toggleTheme} title={`Switch to ${theme === "dark" ? "light" : "dark"} colours`} />
    </nav>
  );
}

interface ButtonProps {
  icon: IconName;
  id: string;
  label: string;
  title: string;
  isPressed?: boolean;
  onClick: () => void;
}

function RailButton({ icon, id, label, title, isPressed, onClick }: ButtonProps): ReactNode {
  return <button aria-pressed={isPressed} className="rail-button" id={id} onClick={onClick} title={title} type="button"><span className="rail-icon"><Icon name={icon} /></span>{label}</button>;
}
