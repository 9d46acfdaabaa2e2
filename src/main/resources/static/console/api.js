// Shows the OpenAPI document. What is tried here is done with the session of this page, unless a token is given.
document.addEventListener('DOMContentLoaded', () => {
  const place = document.getElementById('api');
  const secret = () => (document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/) || [])[1];
  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    validatorUrl: null,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    requestInterceptor: request => {
      if (secret() && !request.headers.Authorization) {
        request.headers['X-XSRF-TOKEN'] = decodeURIComponent(secret());
      }
      return request;
    },
  });
});
