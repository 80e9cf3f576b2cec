export { ChatModule } from './chat.module.js';
export { ChatService } from './chat.service.js';
export { SendMessageDto } from './dto/send-message.dto.js';
