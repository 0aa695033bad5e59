// The window's place, for components far below the shell.
import { createContext, useContext } from "react";
import type { Navigation } from "../state/place";

export const NavigationContext = createContext<Navigation | null>(null);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error("There is no place above this component.");
  return navigation;
}
