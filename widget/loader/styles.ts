/**
 * The launcher's look, as a constructed style sheet: a host page's CSP that forbids inline styles does not touch it. The icons
 * are clip paths, so that no image source has to be allowed either.
 */
export const styles = `:host{all:initial}
div{position:fixed;z-index:2147483000;bottom:20px;right:20px}
.left{right:auto;left:20px}
button{width:56px;height:56px;padding:0;border:0;border-radius:50%;background:var(--accent);cursor:pointer;box-shadow:0 6px 20px #0004}
button:hover{scale:1.1}
button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
i{display:block;width:28px;height:28px;margin:auto;background:var(--ink);clip-path:path("M14 4C8 4 3 8 3 13c0 3 1 5 4 7 0 2-1 3-2 4 3 0 5-1 6-2 8 1 14-3 14-9s-5-9-11-9z")}
.open i{clip-path:path("m7 9 7 7 7-7 2 2-9 9-9-9z")}
b{position:absolute;top:-3px;right:-3px;padding:0 6.5px;border-radius:20px;background:#d22;color:#fff;font:600 12px/20px system-ui;box-shadow:0 0 0 2px #fff}
iframe{position:absolute;bottom:72px;right:0;width:380px;height:min(640px,100vh - 112px);border:0;border-radius:16px;backdrop-filter:blur(9px);box-shadow:0 0 0 1px #8883,0 6px 20px #0004;transition:.15s}
.left iframe{right:auto;left:0}
div:not(.open) iframe{opacity:0;visibility:hidden}
[hidden]{display:none}
@media (max-width:480px),(max-height:480px){iframe{position:fixed;inset:0!important;width:100%;height:100%;border-radius:0}.open button{display:none}}
@media (prefers-reduced-motion){iframe{transition:none}}
@media (forced-colors:active){button{border:2px solid}i{background:ButtonText}}
@media print{div{display:none}}`;
