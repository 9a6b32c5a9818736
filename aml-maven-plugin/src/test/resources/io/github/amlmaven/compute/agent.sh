echo "${SSH_AUTH_SOCK:-none}"
