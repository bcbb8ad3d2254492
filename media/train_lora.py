#!/usr/bin/env python3
"""Fine-tunes a Hugging Face causal language model with LoRA on chat JSONL, for LF Lens's "command" provider.

Needs Python 3.9 or later with torch, transformers and peft, and a folder with the weights of a base model.
It never downloads anything: the model must already be on this machine.

    python train_lora.py --training train.jsonl --model /path/to/base-model --output adapter

A line of the data is {"messages": [{"role": ..., "content": ...}, ...]}, its last message the assistant's. Only the tokens
of that last message are trained. A tokenizer without a chat template gets a plain "role: content" layout.

On its output it writes one JSON object a line, which LF Lens follows: {"step", "total_steps", "loss", "learning_rate"} after
each step, {"step", "eval_loss"} after each epoch where there is validation data, {"event": "done", "model"} at the end. It
stops cleanly on SIGTERM, which is what "Cancel" sends. The adapter is left in the output folder:
peft.PeftModel.from_pretrained(base, output).
"""
import argparse
import json
import math
import os
import random
import signal
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    if not os.path.isdir(options.model):
        sys.exit(f"{options.model}: there is no such folder. Give the folder of a base model's weights; nothing is downloaded.")
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    random.seed(options.seed)
    torch.manual_seed(options.seed)
    device = pick_device(torch)
    tokenizer = AutoTokenizer.from_pretrained(options.model, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(options.model, local_files_only=True).to(device)
    config = LoraConfig(
        task_type="CAUSAL_LM",
        r=options.lora_rank,
        lora_alpha=2 * options.lora_rank,
        lora_dropout=0.05,
        target_modules=options.lora_modules or "all-linear",
    )
    model = get_peft_model(model, config)
    training = read_examples(options.training, tokenizer, options.max_tokens)
    validation = read_examples(options.validation, tokenizer, options.max_tokens) if options.validation else []
    say(message=f"{len(training)} training and {len(validation)} validation examples on {device}")
    train(model, training, validation, tokenizer, options, torch, device)
    model.save_pretrained(options.output)
    tokenizer.save_pretrained(options.output)
    say(event="done", message="the adapter is saved", model=os.path.abspath(options.output))


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--training", required=True, help="chat JSONL")
    parser.add_argument("--validation", help="chat JSONL")
    parser.add_argument("--model", required=True, help="folder of the base model's weights")
    parser.add_argument("--output", required=True, help="folder for the adapter")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--warmup-ratio", type=float, default=0.03)
    parser.add_argument("--weight-decay", type=float, default=0.0)
    parser.add_argument("--lora-rank", type=int, default=8)
    parser.add_argument("--lora-modules", nargs="*", help="names of the layers to adapt (default: all linear ones)")
    parser.add_argument("--max-tokens", type=int, default=1024, help="longer prompts lose their beginning")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def pick_device(torch):
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def read_examples(path, tokenizer, max_tokens):
    """Token ids and labels of each example; labels are -100, which torch ignores, where nothing is to be learnt."""
    examples = []
    with open(path, encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            try:
                messages = json.loads(line)["messages"]
                prompt, answer = render(messages[:-1], tokenizer), messages[-1]["content"]
            except (ValueError, KeyError, IndexError, TypeError) as error:
                sys.exit(f"{path}:{number}: no chat example: {error}")
            asked = tokenizer(prompt, add_special_tokens=False)["input_ids"]
            said = tokenizer(answer + (tokenizer.eos_token or ""), add_special_tokens=False)["input_ids"][:max_tokens]
            asked = asked[max(0, len(asked) + len(said) - max_tokens):]
            examples.append((asked + said, [-100] * len(asked) + said))
    if not examples:
        sys.exit(f"{path}: no examples")
    return examples


def render(messages, tokenizer):
    if tokenizer.chat_template:
        return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    return "".join(f"{message['role']}: {message['content']}\n" for message in messages) + "assistant: "


def train(model, training, validation, tokenizer, options, torch, device):
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=options.learning_rate, weight_decay=options.weight_decay)
    total = options.epochs * math.ceil(len(training) / options.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, total, options.warmup_ratio))
    step = 0
    for _ in range(options.epochs):
        model.train()
        for batch in batches(random.sample(training, len(training)), options.batch_size, tokenizer, torch, device):
            loss = model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            rate = schedule.get_last_lr()[0]
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            say(step=step, total_steps=total, loss=loss.item(), learning_rate=rate)
        if validation:
            say(step=step, eval_loss=mean_loss(model, validation, tokenizer, options, torch, device))


def rate_at(step, total, warmup_ratio):
    """Linear warm-up, then linear decay to zero; a factor of the learning rate."""
    warmup = max(1, round(warmup_ratio * total))
    return (step + 1) / warmup if step < warmup else (total - step) / max(1, total - warmup)


def mean_loss(model, examples, tokenizer, options, torch, device):
    """Mean loss of a trained token."""
    model.eval()
    loss, tokens = 0.0, 0
    with torch.no_grad():
        for batch in batches(examples, options.batch_size, tokenizer, torch, device):
            # The first position of a row is predicted from nothing and has no loss.
            count = int((batch["labels"][:, 1:] != -100).sum())
            loss += model(**batch).loss.item() * count
            tokens += count
    return loss / max(1, tokens)


def batches(examples, size, tokenizer, torch, device):
    """Examples of one batch, filled up on the right to the same length."""
    filler = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else (tokenizer.eos_token_id or 0)
    for start in range(0, len(examples), size):
        batch = examples[start:start + size]
        longest = max(len(ids) for ids, _ in batch)
        rows = [longest - len(ids) for ids, _ in batch]
        tensor = lambda lists: torch.tensor(lists, device=device)
        yield {
            "input_ids": tensor([ids + [filler] * more for (ids, _), more in zip(batch, rows)]),
            "attention_mask": tensor([[1] * len(ids) + [0] * more for (ids, _), more in zip(batch, rows)]),
            "labels": tensor([labels + [-100] * more for (_, labels), more in zip(batch, rows)]),
        }


def say(**report):
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
