/** The commands of the Project Functions view. */

import { type CommandContribution, projectRow, projectView } from './commandPlaces.ts';

export const projectCommandTable = {
  'lambdaWorkbench.deployDefined': {
    title: 'Deploy',
    icon: '$(cloud-upload)',
    palette: false,
    menus: {
      'view/item/context': [
        { when: projectRow('defined'), group: 'inline@1' },
        { when: projectRow('defined'), group: '1_deploy@1' },
        { when: projectRow('projectTarget'), group: 'inline@3' },
        { when: projectRow('projectTarget'), group: '1_deploy@1' },
      ],
    },
  },
  'lambdaWorkbench.openDefinition': {
    title: 'Open Definition',
    icon: '$(go-to-file)',
    palette: false,
    menus: {
      'view/item/context': [
        { when: projectRow('defined'), group: 'inline@2' },
        { when: projectRow('defined'), group: '2_open@1' },
        { when: projectRow('definition'), group: 'inline@1' },
      ],
    },
  },
  'lambdaWorkbench.refreshProject': {
    title: 'Refresh Project Functions',
    icon: '$(refresh)',
    menus: { 'view/title': [{ when: projectView, group: 'navigation@1' }] },
  },
} as const satisfies Readonly<Record<`lambdaWorkbench.${string}`, CommandContribution>>;
