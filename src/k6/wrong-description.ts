/** The target file says of the service what is not so: no load can be played by it, and nothing that follows is the service's fault. */
export class WrongDescription extends Error {}
