// Who this window is. Each window keeps its own person, so that two windows can be two people.
import type { ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Icon } from "../shell/Icon";
import { Menu, type MenuItem } from "../shell/Menu";
import { useStore, useWorkspace } from "../state/context";
import { useNavigation } from "../shell/navigation";

export function PersonSwitch(): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { at, go } = useNavigation();
  const people = Object.values(state.people).filter((each) => !each.is_bot);
  const me = state.people[state.user];
  const others = people.filter((each) => each.id !== state.user);
  const switchTo = (id: string) => {
    void store.follow(id).then(() => go(at.startsWith("D_") ? "" : at));
  };
  const items: MenuItem[] = [
    ...others.map((each, index) => ({ label: each.real_name, detail: each.profile.title, picture: <Avatar id={each.id} name={each.real_name} />, ...(index ? {} : { heading: "Switch this window to" }), onSelect: () => switchTo(each.id) })),
    ...others.map((each, index) => ({
      label: `${each.real_name} in a new window`,
      icon: "people" as const,
      ...(index ? {} : { heading: "Be two people at once" }),
      onSelect: () => void window.open(`/?user=${each.id}${location.hash}`, "_blank"),
    })),
  ];
  if (!me) return null;
  return (
    <div className="person-switch" data-person={me.id} id="person">
      <Menu className="person-button" items={items} label={`You are ${me.real_name}. Switch person`}>
        <Avatar id={me.id} name={me.real_name} />
        <span className="person-text"><span className="visually-hidden">You are </span><strong>{me.real_name}</strong><span>{me.profile.title}{me.is_admin && !/owner|admin/i.test(me.profile.title) ? " · admin" : ""}</span></span>
        <Icon name="down-small" />
        <span className="visually-hidden">. Switch person</span>
      </Menu>
    </div>
  );
}
