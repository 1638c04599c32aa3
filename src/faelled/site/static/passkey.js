// Asks the browser for a passkey: the only thing in Fælled that no form can do by itself.
(() => {
  'use strict'
  const form = document.querySelector('form[data-passkey]')
  const button = form.querySelector('button')
  const trouble = form.querySelector('[data-trouble]')
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const opened = keys => (keys || []).map(key => ({ ...key, id: bytes(key.id) }))

  const optionsFor = (kind, sent) => {
    const wanted = kind === 'create' ? sent.creation_options.publicKey : sent.request_options.publicKey
    const options = { ...wanted, challenge: bytes(wanted.challenge) }
    if (kind === 'create') {
      options.user = { ...wanted.user, id: bytes(wanted.user.id) }
      options.excludeCredentials = opened(wanted.excludeCredentials)
    } else {
      options.allowCredentials = opened(wanted.allowCredentials)
    }
    return { publicKey: options }
  }

  const said = credential => {
    const response = {}
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[name]) response[name] = text(credential.response[name])
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response
    }
  }

  form.querySelector('[data-without]').hidden = true
  if (!window.PublicKeyCredential) {
    trouble.hidden = false
    return
  }
  button.hidden = false
  form.addEventListener('submit', async event => { // form.submit() below comes here no more
    event.preventDefault()
    trouble.hidden = true
    try {
      const sent = JSON.parse(document.getElementById(form.dataset.options).textContent)
      const options = optionsFor(form.dataset.kind, sent)
      form.elements.credential.value = JSON.stringify(said(await navigator.credentials[form.dataset.kind](options)))
      form.submit()
    } catch {
      trouble.hidden = false
    }
  })
})()
