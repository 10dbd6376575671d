import { dictionary } from '../language.ts';

/** Where an invite is made. */
export const newInviteWords = dictionary({
  en: {
    title: (room: string) => `Invite somebody to ${room}`,
    leadVisitor: 'This room is open: anybody may invite. The link works once, within 30 days.',
    leadMember: 'Whoever has the link becomes a participant.',
    uses: 'How many people may use it',
    usesHint: (most: number) => `From 1 to ${most}.`,
    make: 'Create invite',
    doneTitle: 'Your invite is ready',
    doneLead: 'Send this link to whom you invite. It is shown here once.',
    link: 'Link',
    copy: 'Copy link',
    qrLabel: 'QR code of the link',
    qrCaption: 'Or let them scan it',
    another: 'Create another invite',
    refusedTitle: 'You cannot invite here',
    refusedLead: 'In this room, those who may invite sign in first.',
    signIn: 'Sign in',
    goToRoom: 'Go to the room',
  },
  fr: {
    title: (room: string) => `Inviter quelqu’un dans ${room}`,
    leadVisitor:
      'Ce salon est ouvert\u00a0: tout le monde peut inviter. Le lien sert une fois, dans les 30 jours.',
    leadMember: 'Toute personne qui a le lien devient participante.',
    uses: 'Combien de personnes peuvent s’en servir',
    usesHint: (most: number) => `De 1 à ${most}.`,
    make: 'Créer l’invitation',
    doneTitle: 'Votre invitation est prête',
    doneLead: 'Envoyez ce lien à la personne que vous invitez. Il n’est affiché qu’ici, une fois.',
    link: 'Lien',
    copy: 'Copier le lien',
    qrLabel: 'Code QR du lien',
    qrCaption: 'Ou faites-le scanner',
    another: 'Créer une autre invitation',
    refusedTitle: 'Vous ne pouvez pas inviter ici',
    refusedLead: 'Dans ce salon, les personnes qui peuvent inviter se connectent d’abord.',
    signIn: 'Se connecter',
    goToRoom: 'Aller au salon',
  },
});
