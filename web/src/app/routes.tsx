import type { RouteObject } from 'react-router';
import { Loading } from '../ui/states.js';
import { NotFoundPage } from './not-found-page.js';
import { RequireIdentity } from './require-identity.js';
import { Root } from './root.js';
import { RouteError } from './route-error.js';

/** Each page of the app. An area loads with the first of its pages: one chunk each, by `lazy`. */
export const routes: RouteObject[] = [
  {
    Component: Root,
    HydrateFallback: Loading,
    children: [
      {
        ErrorBoundary: RouteError,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('../home/home-page.js')).HomePage }) },
          { path: 'sign-in', lazy: async () => ({ Component: (await import('../account/sign-in-page.js')).SignInPage }) },
          { path: 'register', lazy: async () => ({ Component: (await import('../account/register-page.js')).RegisterPage }) },
          { path: 'guest', lazy: async () => ({ Component: (await import('../account/guest-page.js')).GuestPage }) },
          { path: 's/:code', lazy: async () => ({ Component: (await import('../session/session-route.js')).SessionByCode }) },
          {
            Component: RequireIdentity,
            children: [
              { path: 'rooms/:id', lazy: async () => ({ Component: (await import('../session/session-route.js')).SessionById }) },
              { path: 'mentors', lazy: async () => ({ Component: (await import('../mentors/mentors-page.js')).MentorsPage }) },
              {
                path: 'notifications',
                lazy: async () => ({ Component: (await import('../notifications/notifications-page.js')).NotificationsPage }),
              },
              {
                path: 'notifications/open',
                lazy: async () => ({ Component: (await import('../notifications/open-notification.js')).OpenNotification }),
              },
              { path: 'settings', lazy: async () => ({ Component: (await import('../account/settings-page.js')).SettingsPage }) },
            ],
          },
          {
            element: <RequireIdentity account />,
            children: [
              {
                path: 'messages/:id?',
                lazy: async () => ({ Component: (await import('../messages/messages-page.js')).MessagesPage }),
              },
              { path: 'calls', lazy: async () => ({ Component: (await import('../calls/history/calls-page.js')).CallsPage }) },
            ],
          },
          {
            path: 'admin',
            element: <RequireIdentity account />,
            children: [
              {
                lazy: async () => ({ Component: (await import('../admin/admin-area.js')).AdminArea }),
                children: [
                  {
                    index: true,
                    lazy: async () => ({ Component: (await import('../admin/overview/overview-page.js')).OverviewPage }),
                  },
                  {
                    path: 'people',
                    lazy: async () => ({ Component: (await import('../admin/people/people-page.js')).PeoplePage }),
                  },
                  { path: 'rooms', lazy: async () => ({ Component: (await import('../admin/rooms/rooms-page.js')).RoomsPage }) },
                  {
                    path: 'webhooks',
                    lazy: async () => ({ Component: (await import('../admin/webhooks/webhooks-page.js')).WebhooksPage }),
                  },
                  {
                    path: 'webhooks/:id',
                    lazy: async () => ({ Component: (await import('../admin/webhooks/webhook-page.js')).WebhookPage }),
                  },
                  {
                    path: 'security',
                    lazy: async () => ({ Component: (await import('../admin/security/security-page.js')).SecurityPage }),
                  },
                  { path: 'keys', lazy: async () => ({ Component: (await import('../admin/keys/keys-page.js')).KeysPage }) },
                ],
              },
            ],
          },
          { path: 'test', lazy: async () => ({ Component: (await import('../playground/playground-page.js')).PlaygroundPage }) },
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
];
