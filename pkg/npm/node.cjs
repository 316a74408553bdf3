// For `require` in Node: the module is read and compiled at once.
const { Validator } = require("./lib/phieu.cjs");

exports.Validator = Validator;
exports.load = async () => {};
